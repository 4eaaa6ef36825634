import type { Application, ClusterPage, JournalItem, Page, Refusal } from './types';

/** Longest wait for an answer before it counts as unreachable. */
const TIMEOUT_MS = 10_000;

/** A failed request: `status` 0 when no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Whether the plane could not be reached, as opposed to having refused. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** Query parameters; absent and empty values are left out, lists repeat. */
export type Query = Record<string, string | readonly string[] | number | undefined>;

/** Told of every answer and every failure, so that the page knows how old its picture is. */
export interface Contact {
  /** `date` is the answer's Date header. */
  answered(date: string | null): void;
  failed(error: ApiError): void;
}

export interface Lists {
  cluster?: string;
  sync?: readonly string[];
  health?: readonly string[];
  q?: string;
  limit?: number;
  cursor?: string;
}

/** The plane's REST API: GET only. */
export class Client {
  constructor(
    private readonly contact: Contact,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  clusters(signal?: AbortSignal): Promise<ClusterPage> {
    return this.get('/api/v1/clusters', {}, signal);
  }

  applications(filter: Lists, signal?: AbortSignal): Promise<Page<Application>> {
    return this.get('/api/v1/applications', { ...filter }, signal);
  }

  application(cluster: string, namespace: string, name: string, signal?: AbortSignal): Promise<Application> {
    return this.get(applicationPath(cluster, namespace, name), {}, signal);
  }

  history(
    cluster: string,
    namespace: string,
    name: string,
    cursor: string | undefined,
    signal?: AbortSignal,
  ): Promise<Page<JournalItem>> {
    return this.get(`${applicationPath(cluster, namespace, name)}/history`, { cursor, limit: 50 }, signal);
  }

  refusals(signal?: AbortSignal): Promise<Page<Refusal>> {
    return this.get('/api/v1/refusals', {}, signal);
  }

  private async get<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
    let answer: Response;
    try {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      answer = await this.fetcher(path + queryString(query), {
        headers: { Accept: 'application/json' },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw this.failure(new ApiError(0, 'The plane does not answer.'));
    }
    if (!answer.ok) throw this.failure(new ApiError(answer.status, await problem(answer)), answer);
    let body: T;
    try {
      body = (await answer.json()) as T;
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw this.failure(new ApiError(0, 'The answer of the plane broke off or is not JSON.'));
    }
    this.contact.answered(answer.headers.get('Date'));
    return body;
  }

  private failure(error: ApiError, answer?: Response): ApiError {
    if (error.unreachable) this.contact.failed(error);
    else this.contact.answered(answer?.headers.get('Date') ?? null);
    return error;
  }
}

function applicationPath(cluster: string, namespace: string, name: string): string {
  return `/api/v1/applications/${[cluster, namespace, name].map(encodeURIComponent).join('/')}`;
}

/** `?a=1&b=2`, or nothing. */
export function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

/** The sentence of a problem+json answer, or a plain one. */
async function problem(answer: Response): Promise<string> {
  try {
    const body = (await answer.json()) as { detail?: unknown; title?: unknown };
    const text = body.detail ?? body.title;
    if (typeof text === 'string' && text) return text;
  } catch {
    // Not JSON: the status has to do.
  }
  return `The plane answered with status ${answer.status}.`;
}
