import type { Tone } from './Status';
import styles from './Bar.module.css';

export interface Segment {
  readonly tone: Tone;
  readonly value: number;
}

const WIDTH = 100;
/** A non-zero part is at least this wide, so that one failure in a thousand is seen. */
const LEAST = 2;

/** Parts of a whole; decoration, since the numbers stand beside it. */
export function Bar({ segments }: { segments: readonly Segment[] }) {
  const parts = segments.filter((each) => each.value > 0);
  const sum = parts.reduce((total, each) => total + each.value, 0);
  if (sum === 0) return null;
  const widths = parts.map((each) => Math.max(LEAST, (each.value / sum) * WIDTH));
  const scale = WIDTH / widths.reduce((total, each) => total + each, 0);
  let x = 0;
  return (
    <svg className={styles['bar']} viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true">
      {parts.map((each, index) => {
        const width = (widths[index] ?? 0) * scale;
        const at = x;
        x += width;
        return <rect key={each.tone} className={styles[each.tone]} x={at} y="0" width={width} height="8" />;
      })}
    </svg>
  );
}
