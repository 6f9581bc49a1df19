import { ADMINISTRATORS, APPRAISERS, CHOOSING_METHODS } from '@yingshang/bankruptcy'
import { type Option, type RegisterKind, titleOf } from '@yingshang/register'
import type { Refusal } from '@yingshang/time'
import type { ProblemCode } from '../contract/problem.ts'
import { type Refused, refuse } from '../http/problem.ts'

/** The kinds of registers that this server keeps: a domain adds its own here. */
export const REGISTER_KINDS: readonly RegisterKind[] = [ADMINISTRATORS, APPRAISERS]
export const METHODS = CHOOSING_METHODS

/** A kind by its id; refuses with `register.not-found`. */
export function kindOf(id: string): RegisterKind {
  const kind = REGISTER_KINDS.find((k) => k.id === id)
  if (!kind) throw refuse('register.not-found')
  return kind
}

/** An option as the interface shows it. */
export const optionOf = (list: readonly Option[], id: string) => ({ id, title: { ...titleOf(list, id) } })

/** The reasons of the core as one problem. */
export const refusedFor = (code: ProblemCode, refusals: readonly Refusal[]): Refused =>
  refuse(
    code,
    { zh: refusals.map((r) => r.zh).join('；'), en: refusals.map((r) => r.en).join('; ') },
    { errors: refusals.map((r) => ({ path: '', zh: r.zh, en: r.en, code: r.code })) as never },
  )

/** Reasons without their numbers, as the interface shows them. */
export const shownReasons = (refusals: readonly Refusal[]) =>
  refusals.map(({ code, zh, en, rule }) => ({ code, zh, en, ...(rule === undefined ? {} : { rule }) }))
