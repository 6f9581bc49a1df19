import type { BodySummary, Membership } from '@yingshang/server/contract'

/** Kinds of bodies and posts in the order in which people expect them. */

export const BODY_KINDS: readonly BodySummary['kind'][] = [
  'department',
  'government',
  'office',
  'institution',
  'court',
  'procuratorate',
  'vertical',
  'enterprise',
  'association',
  'other',
]

export const BODY_POSTS: readonly Membership['post'][] = ['liaison', 'head', 'deputy-head', 'department-head', 'member']
export const FORCE_POSTS: readonly Membership['post'][] = ['commander', 'deputy-commander', 'member', 'liaison']

/** Today in China. */
export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
