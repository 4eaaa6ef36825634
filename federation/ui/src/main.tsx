import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connection } from './live/connection';
import { goLive } from './live/live';
import { queryClient } from './live/queries';
import { createPageRouter } from './router';
import { startTheme } from './state/theme';
import './styles/tokens.css';
import './styles/base.css';

startTheme();
const queries = queryClient();
goLive(queries, connection);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createPageRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
