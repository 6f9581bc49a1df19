import type { EVENTS } from '@yingshang/server/contract'

/** Put in when the pages are built (see vite.config.ts): the kinds of events and their names, as the server has them. */
declare const __EVENTS__: typeof EVENTS

export const EVENT_KINDS = Object.entries(__EVENTS__).map(([kind, name]) => ({ kind, ...name }))
