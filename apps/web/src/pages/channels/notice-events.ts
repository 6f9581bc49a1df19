import type { NOTICE_EVENTS } from '@yingshang/server/contract'

/** Put in when the pages are built (see vite.config.ts): the kinds of events that notices tell of, as the server has them. */
declare const __NOTICE_EVENTS__: typeof NOTICE_EVENTS

export const EVENTS = Object.entries(__NOTICE_EVENTS__).map(([event, name]) => ({ event: event as keyof typeof NOTICE_EVENTS, ...name }))
