import { z } from 'zod'

/** What zod found wrong, in Chinese and in English. */

const ZH = z.locales.zhCN().localeError
const EN = z.locales.en().localeError

/** Every issue with its path. Messages of our own checks are written `中文 English` and are cut apart. */
export function errorsOf(error: z.ZodError): { path: string; zh: string; en: string }[] {
  return error.issues.flatMap((issue) => flatten(issue)).slice(0, 50)
}

type Issue = z.ZodError['issues'][number]

function flatten(issue: Issue, above: readonly PropertyKey[] = []): { path: string; zh: string; en: string }[] {
  const path = [...above, ...issue.path]
  // A union says only that none fitted; the branch that came furthest says why.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = [...issue.errors].sort((a, b) => deepest(b) - deepest(a) || a.length - b.length)[0]!
    if (best.length > 0) return best.flatMap((inner) => flatten(inner as Issue, path))
  }
  if (issue.code === 'custom') {
    const cut = /^(.*?[\u3400-\u9fff。）])\s+([A-Za-z].*)$/s.exec(issue.message)
    return [{ path: path.join('.'), zh: cut?.[1] ?? issue.message, en: cut?.[2] ?? issue.message }]
  }
  const say = (language: typeof ZH) => {
    const message = language(issue as never)
    return typeof message === 'string' ? message : (message?.message ?? issue.message)
  }
  return [{ path: path.join('.'), zh: say(ZH), en: say(EN) }]
}

const deepest = (issues: readonly { readonly path: readonly PropertyKey[] }[]) => Math.max(0, ...issues.map((i) => i.path.length))
