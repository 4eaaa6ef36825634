import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Title } from '../ui/Title';
import { Empty } from '../ui/States';

export function NotFound() {
  return (
    <>
      <Title text="No such page" />
      <Empty title="There is nothing at this address.">
        Go to the <Link to="/">fleet</Link> or to all <Link to="/apps">applications</Link>.
      </Empty>
    </>
  );
}

/** A fault of this page, not of a cluster: says so instead of going blank. */
export function Crashed({ error }: ErrorComponentProps) {
  return (
    <>
      <Title text="This page broke" />
      <Empty title={error instanceof Error ? error.message : String(error)}>
        That is a fault of the page, not of a cluster. Reload it; if it stays, report the message above.
      </Empty>
    </>
  );
}
