export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'freehold.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The reader's choice; the system's while there is none or storage is closed. */
export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

/** Keeps and shows a choice. */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is closed: the choice lasts as long as the page.
  }
  apply(theme);
}

/** Shows the stored choice and follows the system while it is `auto`. */
export function startTheme(): void {
  apply(storedTheme());
  dark.addEventListener('change', () => apply(storedTheme()));
}

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
}
