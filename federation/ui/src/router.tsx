import { createRootRoute, createRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { ApplicationPage } from './pages/ApplicationPage';
import { ApplicationsPage } from './pages/ApplicationsPage';
import { ClusterPage } from './pages/ClusterPage';
import { FleetPage } from './pages/FleetPage';
import { Crashed, NotFound } from './pages/Fallbacks';
import { Layout } from './pages/Layout';
import { fleetSearch, historySearch, listSearch, parseSearch, stringifySearch } from './state/search';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: Crashed });

const fleet = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: fleetSearch,
  component: function Fleet() {
    return <FleetPage search={fleet.useSearch()} />;
  },
});

const cluster = createRoute({
  getParentRoute: () => root,
  path: '/clusters/$cluster',
  validateSearch: listSearch,
  component: function Cluster() {
    return <ClusterPage name={cluster.useParams().cluster} search={cluster.useSearch()} />;
  },
});

const applications = createRoute({
  getParentRoute: () => root,
  path: '/apps',
  validateSearch: listSearch,
  component: function Applications() {
    return <ApplicationsPage search={applications.useSearch()} />;
  },
});

const application = createRoute({
  getParentRoute: () => root,
  path: '/clusters/$cluster/apps/$namespace/$name',
  validateSearch: historySearch,
  component: function Application() {
    return <ApplicationPage {...application.useParams()} search={application.useSearch()} />;
  },
});

/** The page's places. The address is the state: a copied link shows the same. */
export function createPageRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren([fleet, cluster, applications, application]),
    parseSearch: (text) => parseSearch(text),
    stringifySearch,
    scrollRestoration: true,
    ...(history ? { history } : {}),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
