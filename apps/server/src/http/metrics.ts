import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What the server counts, in the form that Prometheus reads. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly documents: Counter<'result'>
  readonly reading: Histogram
  readonly signIns: Counter<'result'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'yingshang_' })
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'yingshang_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    documents: new Counter({
      name: 'yingshang_documents_total',
      help: 'Documents received: stored, duplicate, or the code of the refusal',
      labelNames: ['result'],
      registers,
    }),
    reading: new Histogram({
      name: 'yingshang_reading_seconds',
      help: 'Time to read a document and the plan in it',
      buckets: [0.1, 0.3, 1, 3, 10, 30, 60],
      registers,
    }),
    signIns: new Counter({
      name: 'yingshang_sign_ins_total',
      help: 'Attempts to sign in: opened, refused, locked',
      labelNames: ['result'],
      registers,
    }),
  }
}
