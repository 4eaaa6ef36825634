import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FreshnessLight } from '../ui/FreshnessLight';
import { chooseTheme, storedTheme, type Theme } from '../state/theme';
import styles from './Layout.module.css';

/** What every place of the page shares: the way around, how fresh the picture is, the theme. */
export function Layout() {
  return (
    <>
      <a className={styles['skip']} href="#main">
        Skip to content
      </a>
      <header className={styles['bar']}>
        <Link to="/" className={styles['brand']}>
          Freehold
        </Link>
        <nav aria-label="Main" className={styles['nav']}>
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            Fleet
          </Link>
          <Link to="/apps" activeOptions={{ includeSearch: false }}>
            Applications
          </Link>
        </nav>
        <span className={styles['chip']} title="Clusters change by commits to their folder in Git only">
          Read-only: cannot change clusters
        </span>
        <FreshnessLight />
        <ThemeChoice />
      </header>
      <FocusOnNavigation />
      <main id="main" className={styles['main']}>
        <Outlet />
      </main>
    </>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <label className={styles['theme']}>
      <span className="hidden">Colours</span>
      <select
        value={theme}
        onChange={(event) => {
          const chosen = event.target.value as Theme;
          chooseTheme(chosen);
          setTheme(chosen);
        }}
      >
        <option value="auto">Auto</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}

/** Moves the focus to the new place's heading, so that a screen reader says where one is; not on first load. */
function FocusOnNavigation() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (path !== undefined && last.current !== undefined && last.current !== path) {
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
    if (path !== undefined) last.current = path;
  }, [path]);
  return null;
}
