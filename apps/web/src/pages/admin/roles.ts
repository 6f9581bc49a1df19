import type { Role } from '@yingshang/server/contract'

/** Roles in the order in which an office thinks of them. */
export const ROLES: readonly Role[] = ['administrator', 'officer', 'viewer', 'commander', 'liaison', 'member', 'judge', 'clerk', 'party']
