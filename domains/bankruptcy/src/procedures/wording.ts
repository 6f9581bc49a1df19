/** Short forms with which the definitions of this domain are written. */
import type { Source } from '@yingshang/time'

export { choice, field, stage, text, unverified } from '@yingshang/procedure'

/** A provision of the Enterprise Bankruptcy Law (企业破产法, in force 2007-06-01), with the rule id of the sheet of facts. */
export const law = (rule: string, article: string): Source => ({ rule, provision: `企业破产法 ${article}` })
