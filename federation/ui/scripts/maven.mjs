// The steps that Maven asks for, each only when something it reads has changed since it last succeeded.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [step, output, stamps] = process.argv.slice(2);
const OLDEST = [20, 19];
const NOT_INPUT = new Set(['node_modules', 'dist', 'target']);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function run(...command) {
  const { status, error } = spawnSync(command[0], command.slice(1), { stdio: 'inherit' });
  if (error || status !== 0) fail(`failed: ${command.join(' ')}${error ? ` (${error.message})` : ''}`);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => !NOT_INPUT.has(each.name))
    .flatMap((each) => (each.isDirectory() ? files(join(folder, each.name)) : [join(folder, each.name)]))
    .sort();
}

function digest(names) {
  const hash = createHash('sha256').update(process.version);
  for (const name of names) hash.update(name).update('\0').update(readFileSync(name)).update('\0');
  return hash.digest('hex');
}

/** Does work unless its stamp says that it was done for the same inputs. */
function once(stamp, inputs, done, work) {
  const now = digest(inputs);
  if (done() && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  rmSync(stamp, { force: true });
  work();
  writeFileSync(stamp, now);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  fail(
    `Node.js ${process.versions.node} is too old for the fleet page: ${OLDEST.join('.')} or newer is needed`,
  );
}
mkdirSync(stamps, { recursive: true });

once(
  'node_modules/.freehold-stamp',
  ['package.json', 'package-lock.json', '.npmrc'],
  () => existsSync('node_modules/vite'),
  () => {
    console.log('Installing what the fleet page is built with (npm ci)');
    run('npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  },
);

if (step === 'build') {
  once(
    join(stamps, 'build.stamp'),
    files('.').filter((each) => !each.startsWith('test/')),
    () => existsSync(join(output, 'index.html')),
    () => {
      run(process.execPath, 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
      rmSync(output, { recursive: true, force: true });
      cpSync('dist', output, { recursive: true });
    },
  );
} else if (step === 'check') {
  once(
    join(stamps, 'check.stamp'),
    files('.'),
    () => true,
    () => run('npm', 'run', '--silent', 'check'),
  );
} else {
  fail(`unknown step ${step}: build or check`);
}
