import type { Definition } from '@yingshang/procedure'
import type { MatterDetail } from '@yingshang/server/contract'
import { createContext, useContext } from 'react'
import type { Book } from '../forms/definition-book.ts'

/** The matter on the page with its definition. */
export interface OpenedMatter {
  readonly matter: MatterDetail
  readonly definition: Definition
  readonly book: Book
}

export const MatterContext = createContext<OpenedMatter | null>(null)

export function useOpened(): OpenedMatter {
  const value = useContext(MatterContext)
  if (!value) throw new Error('useOpened outside a matter')
  return value
}
