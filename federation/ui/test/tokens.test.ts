import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');

function tokens(theme: 'light' | 'dark'): Record<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((each) => [each[1], each[2]]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const colours = tokens(theme);
  const of = (name: string) => {
    const value = colours[name];
    if (!value) throw new Error(`no token --${name} in ${theme}`);
    return value;
  };

  it.each(['text', 'muted', 'link', 'ok', 'progressing', 'drifted', 'degraded', 'suspended', 'stale'])(
    'reads as text: %s',
    (name) => {
      expect(contrast(of(name), of('page'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of(name), of('raised'))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('shows the borders of controls', () => {
    expect(contrast(of('border'), of('page'))).toBeGreaterThanOrEqual(3);
  });
});
