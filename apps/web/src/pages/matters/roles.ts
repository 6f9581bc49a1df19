import type { MatterDetail, Permission } from '@yingshang/server/contract'

/** Roles on a matter to which the server shows everything. */
const WHOLE = ['judge', 'clerk', 'administrator', 'group']

/** Whether this person sees the whole matter rather than what concerns them. */
export const seesWhole = (may: (permission: Permission) => boolean, matter: MatterDetail): boolean =>
  may('matter.all') || matter.summary.myRoles.some((role) => WHOLE.includes(role))
