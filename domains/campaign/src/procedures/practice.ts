/** What the definitions of this domain stand on. The plans ask for these systems and leave most figures to the house; such figures are dated settings. */
import { unverified } from '@yingshang/procedure'
import type { Source } from '@yingshang/time'

/** A rule of the house, for want of a law that fixes the figure: the system of the plans that it serves, and what it is. */
export const practice = (system: string, provision: string): Source => unverified(system, `本级办理规程：${provision}`)

/** 优化营商环境条例（国务院令第722号）: complaints of enterprises are to be received and answered in time (第四十九条). Known by its gist only. */
export const ORDINANCE: Source = unverified('E4', '优化营商环境条例（国务院令第722号）')
