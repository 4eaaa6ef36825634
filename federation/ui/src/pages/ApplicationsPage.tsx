import type { ListSearch } from '../state/search';
import { ApplicationList } from '../ui/ApplicationList';
import { LostNotice } from '../ui/FreshnessLight';
import { Title } from '../ui/Title';

/** Every application of the fleet. */
export function ApplicationsPage({ search }: { search: ListSearch }) {
  return (
    <>
      <Title text="Applications" />
      <LostNotice />
      <ApplicationList search={search} />
    </>
  );
}
