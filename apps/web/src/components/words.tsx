/** Words that come from a document or a person: said to be Chinese where they are, so that a voice reads them as what they are. */
export function Words({ children }: { children: string }) {
  return <span lang={langOf(children)}>{children}</span>
}

/** The language of words that may be either. */
export const langOf = (text: string): 'zh-CN' | undefined => (/\p{Script=Han}/u.test(text) ? 'zh-CN' : undefined)
