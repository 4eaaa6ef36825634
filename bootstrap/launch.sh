# Sourced by the launchers of a checkout (freehold, conformance/run): finds a JDK, and builds what is missing or older than
# its sources. The launcher sets $root and $name before, and $modules, $stamp and $sources before it calls build_if_stale.

fail() {
  echo "$name: $*" >&2
  exit 1
}

# A JDK says its version in its release file: no need to start every Java of the machine.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="25[".]' "$1/release"
}

find_jdk() {
  on_path=$(command -v java 2>/dev/null || true)
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    target=$(readlink "$on_path")
    case $target in /*) on_path=$target ;; *) on_path=$(dirname "$on_path")/$target ;; esac
  done
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      echo "$home"
      return
    fi
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v 25 2>/dev/null || true
  fi
}

stale() {
  [ -f "$stamp" ] || return 0
  for module in $(echo "$modules" | tr , ' '); do
    [ -d "$root/$module/target/dist/lib" ] || return 0
  done
  [ -n "$(cd "$root" && find pom.xml $sources \
    \( -name target -o -name node_modules -o -name dist -o -path '*/src/test' \) -prune \
    -o -type f -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build() {
  command -v mvn >/dev/null 2>&1 || fail "needs Maven (mvn) to build itself once; get it from https://maven.apache.org or your package manager"
  case $modules in
    *federation*)
      # Found out now and not after minutes of Maven; a control plane that was built before needs no Go.
      command -v go >/dev/null 2>&1 ||
        [ -d "${FREEHOLD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/freehold}/devcluster" ] ||
        fail "needs Go 1.26 to build the demo's control plane once; get it from https://go.dev/dl or your package manager"
      command -v npm >/dev/null 2>&1 || fail "needs Node.js with npm to build the fleet page once; get it from https://nodejs.org or your package manager"
      ;;
  esac
  folder=$(dirname "$stamp")
  log=$folder/build.log
  mkdir -p "$folder"
  # Anything that changes while Maven runs has to count as newer than this build.
  touch "$stamp.next"
  echo "Building Freehold, once (log: $log)" >&2
  # A class path folder collects jars: those of a former version must not stay.
  for module in $(echo "$modules" | tr , ' '); do rm -rf "$root/$module/target/dist"; done
  (cd "$root" && JAVA_HOME=$jdk mvn -B -ntp -pl "$modules" -am -DskipTests -Dmaven.test.skip=true \
    -Dspotless.check.skip=true -Dcyclonedx.skip=true package) >"$log" 2>&1 &
  maven=$!
  trap 'kill $maven 2>/dev/null; exit 130' INT TERM
  while kill -0 $maven 2>/dev/null; do
    if [ -t 2 ]; then
      printf '\r\033[K  %s' "$(sed -n 's/^\[INFO\] Building Freehold: //p' "$log" | tail -n 1)" >&2
    fi
    sleep 1
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  trap - INT TERM
  if ! wait $maven; then
    grep '^\[ERROR\]' "$log" | head -n 5 >&2 || true
    fail "the build failed; the whole story is in $log"
  fi
  mv "$stamp.next" "$stamp"
}

build_if_stale() {
  if stale; then build; fi
}

jdk=$(find_jdk)
[ -n "$jdk" ] || fail "needs a JDK 25, and none was found (JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman); get one from https://adoptium.net"
