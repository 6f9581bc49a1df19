/** Which procedures have a table form of their own making, and what an import may do to matters that are there. */

/** Procedures whose matters go in and out as a workbook made of the opening form. Complaints have a form of their own. */
export const TABLE_PROCEDURES = ['challenge', 'brief', 'finding', 'plan-filing'] as const

/**
 * Actions that say anew what the opening form said, by procedure: a row that differs from its matter is taken as one of them when it can be taken at all.
 * Without one a changed row is refused: the matter is dealt with by itself.
 */
export const AMENDING_ACTIONS: Readonly<Record<string, readonly string[]>> = { brief: ['edit', 'revise'] }
