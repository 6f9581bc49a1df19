import type { DrandSource } from '@yingshang/draw'
import { checkDrand } from '@yingshang/draw/drand'
import { refuse } from '../http/problem.ts'

/** A round of drand from the address that the settings name. Its signature proves it, so the address needs no trust. */

const WAIT_MS = 10_000
const MOST_BYTES = 10_000

/** Fetches the signature of a round. Refuses with `draw.source-unreachable` when it does not come or does not verify. */
export async function fetchDrand(base: string, from: DrandSource): Promise<string> {
  const failed = (zh: string, en: string) =>
    refuse('draw.source-unreachable', { zh: `没有取到 drand 第 ${from.round} 轮：${zh}`, en: `drand round ${from.round}: ${en}` })
  if (base === '') throw failed('没有设置 DRAND_URL', 'DRAND_URL is not set')
  let text: string
  try {
    const answer = await fetch(`${base.replace(/\/$/, '')}/${from.chain}/public/${from.round}`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(WAIT_MS),
      redirect: 'error',
    })
    if (!answer.ok) throw failed(`对方返回 ${answer.status}`, `answered with ${answer.status}`)
    text = await answer.text()
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      throw failed('无法连接', 'cannot be reached')
    throw error
  }
  const value = text.length > MOST_BYTES ? null : parsed(text)
  if (value === null || value.round !== from.round || typeof value.signature !== 'string')
    throw failed('返回的内容不是这一轮的结果', 'the answer is not that of the round')
  const outcome = checkDrand(from, value.signature)
  if (outcome === 'false' || outcome === 'wrong-time') throw failed('签名不成立', 'the signature does not verify')
  return value.signature
}

function parsed(text: string): { round?: unknown; signature?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}
