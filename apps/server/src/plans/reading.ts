import type { DocumentRefusal, SourceText } from '@yingshang/document'
import { readInSandbox } from '@yingshang/document'
import type { ReadHints } from '@yingshang/plan'
import { storable } from '../database/jsonb.ts'
import { refuse, refuseDocument } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { EngineTimeout, type PlanBody } from './engine.ts'

/** From bytes to a source text and the plan in it. Refusals are problems; nothing is stored here. */

export interface Reading {
  readonly source: SourceText
  readonly plan: PlanBody
}

export interface Reader {
  /** Reads a document; the name is for messages. Throws a problem when the document or the plan in it cannot be read. */
  read(bytes: Uint8Array, name: string, hints: ReadHints): Promise<Reading>
}

/** Readers that work at the same time: one for each of two cores, the others wait. */
const AT_ONCE = 2

export function createReader({ config, engine, metrics }: Pick<Services, 'config' | 'engine' | 'metrics'>): Reader {
  let free = AT_ONCE
  const waiting: (() => void)[] = []
  async function turn<T>(work: () => Promise<T>): Promise<T> {
    if (free === 0) await new Promise<void>((go) => waiting.push(go))
    else free--
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
  return {
    read: (bytes, name, hints) =>
      turn(async () => {
        const done = metrics.reading.startTimer()
        const result = await readInSandbox(bytes, {
          name,
          limits: { maxBytes: config.uploadLimitMb * 1024 * 1024 },
          timeMs: config.readSeconds * 1000,
          memoryMb: config.readMemoryMb,
        })
        if (!result.ok) throw refuseDocument(result.refusal)
        const source: SourceText = { ...result.source, text: storable(result.source.text) }
        try {
          const plan = await engine.read(source.text, hints)
          if (plan.measures.length === 0)
            throw refuse('plan.no-measures', {
              zh: '没有在文档中读到任务。请确认这是一份分解任务的方案，且文字完整。',
              en: 'No measures were found in the document. Make sure that it is a plan that assigns measures, and that its text is complete.',
            })
          return { source, plan }
        } catch (error) {
          if (error instanceof EngineTimeout) throw refuseDocument(overLimit(error.message, config))
          throw error
        } finally {
          done()
        }
      }),
  }
}

function overLimit(what: string, config: Services['config']): DocumentRefusal {
  return what === 'memory'
    ? {
        code: 'document.memory',
        zh: `读取所需内存超过 ${config.readMemoryMb} MB，已停止。请拆分文件后再上传。`,
        en: `Reading needed more than ${config.readMemoryMb} MB and was stopped. Split the file and upload again.`,
        detail: { memoryMb: config.readMemoryMb },
      }
    : {
        code: 'document.timeout',
        zh: `读取超过 ${config.readSeconds} 秒仍未完成，已停止。请拆分文件后再上传。`,
        en: `Reading took longer than ${config.readSeconds} seconds and was stopped. Split the file and upload again.`,
        detail: { seconds: config.readSeconds },
      }
}
