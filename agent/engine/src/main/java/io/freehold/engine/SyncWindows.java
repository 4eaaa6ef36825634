package io.freehold.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All windows that concern an application, and the answer whether it may be synced.
 *
 * @param windows the windows
 */
public record SyncWindows(List<SyncWindow> windows) {
  public SyncWindows {
    windows = List.copyOf(windows);
  }

  /** Those that concern an application. */
  public SyncWindows of(SyncWindow.Target target) {
    return new SyncWindows(windows.stream().filter(window -> window.concerns(target)).toList());
  }

  /**
   * Those in which a time lies.
   *
   * @throws IllegalArgumentException when one cannot be read
   */
  public SyncWindows active(Instant now) {
    return new SyncWindows(windows.stream().filter(window -> window.active(now)).toList());
  }

  /**
   * The windows that allow syncs, but not now.
   *
   * @throws IllegalArgumentException when one of them cannot be read
   */
  public SyncWindows inactiveAllows(Instant now) {
    return new SyncWindows(
        windows.stream().filter(SyncWindow::allows).filter(window -> !window.active(now)).toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return windows.isEmpty();
  }

  /** Whether any of them denies. */
  public boolean anyDenies() {
    return windows.stream().anyMatch(SyncWindow::denies);
  }

  /** Whether any of them allows. */
  public boolean anyAllows() {
    return windows.stream().anyMatch(SyncWindow::allows);
  }

  /** Whether there are windows that deny, and all of these let people sync. */
  public boolean denyAllowsManual() {
    return anyDenies()
        && windows.stream().filter(SyncWindow::denies).allMatch(SyncWindow::manualSync);
  }

  /** Whether there are windows that deny, and all of these let a running sync go on. */
  public boolean denyAllowsOverrun() {
    return anyDenies() && windows.stream().filter(SyncWindow::denies).allMatch(SyncWindow::overrun);
  }

  /**
   * Whether a sync may start, or a running one go on. A window that denies wins over one that
   * allows; where windows allow, nothing happens outside of them.
   *
   * @param manual whether a person asked for it
   * @param started when the running sync began; empty for one that would start now
   * @throws IllegalArgumentException when a window cannot be read; nothing may be synced then
   */
  public boolean permits(boolean manual, Optional<Instant> started, Instant now) {
    windows.forEach(SyncWindow::validate);
    SyncWindows active = active(now);
    if (active.anyDenies()) {
      return (manual && active.denyAllowsManual())
          || (active.denyAllowsOverrun() && wasPermitted(manual, started));
    }
    SyncWindows closed = inactiveAllows(now);
    return active.anyAllows()
        || closed.isEmpty()
        || (manual && closed.windows().stream().allMatch(SyncWindow::manualSync))
        || (closed.windows().stream().allMatch(SyncWindow::overrun)
            && wasPermitted(manual, started));
  }

  private boolean wasPermitted(boolean manual, Optional<Instant> started) {
    return started.isPresent() && permits(manual, Optional.empty(), started.get());
  }
}
