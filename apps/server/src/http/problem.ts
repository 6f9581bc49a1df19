import type { z } from 'zod'
import { PROBLEMS, type Problem, type ProblemCode } from '../contract/problem.ts'
import { errorsOf } from './zod-messages.ts'

/** A request that is answered with a problem. Thrown by handlers; everything else that is thrown is a fault of the server. */
export class Refused extends Error {
  readonly status: number
  readonly problem: Omit<Problem, 'requestId'>
  constructor(status: number, problem: Omit<Problem, 'requestId'>) {
    super(`${problem.code}: ${problem.detailEn}`)
    this.name = 'Refused'
    this.status = status
    this.problem = problem
  }
}

type More = Partial<Pick<Problem, 'errors' | 'retryAfterSeconds' | 'figures' | 'version' | 'changes'>>

/** A problem with one of the known codes. Without words of its own it says what the code says. */
export function refuse(code: ProblemCode, words?: { readonly zh: string; readonly en: string }, more: More = {}): Refused {
  const { status, zh, en } = PROBLEMS[code]
  return problem(status, code, zh, words?.zh ?? zh, words?.en ?? en, more)
}

/** A document that the reader refused: its own code and words, as 422 (413 when too large). */
export function refuseDocument(refusal: {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly detail?: Readonly<Record<string, string | number>>
}): Refused {
  const status = refusal.code === 'document.too-large' ? 413 : 422
  return problem(status, refusal.code, '文档未被接收', refusal.zh, refusal.en, refusal.detail ? { figures: { ...refusal.detail } } : {})
}

/** A request whose content does not fit its schema: every field that is wrong. */
export function refuseInvalid(
  error: z.ZodError,
  code: 'request.invalid' | 'correction.invalid' | 'password.too-weak' = 'request.invalid',
): Refused {
  const errors = errorsOf(error)
  const named = (language: 'zh' | 'en') => errors.map((e) => (e.path ? `${e.path}: ${e[language]}` : e[language])).slice(0, 5)
  return refuse(
    code,
    { zh: `${PROBLEMS[code].zh}：${named('zh').join('；')}`, en: `${PROBLEMS[code].en}: ${named('en').join('; ')}` },
    { errors },
  )
}

function problem(status: number, code: string, title: string, zh: string, en: string, more: More): Refused {
  return new Refused(status, {
    type: `https://yingshang.invalid/problems/${code}`,
    title,
    status,
    code,
    detail: zh,
    detailEn: en,
    errors: more.errors ?? [],
    ...(more.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: more.retryAfterSeconds }),
    ...(more.figures === undefined ? {} : { figures: more.figures }),
    ...(more.version === undefined ? {} : { version: more.version }),
    ...(more.changes === undefined ? {} : { changes: more.changes }),
  })
}
