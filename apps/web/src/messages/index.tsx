import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { en } from './en.ts'
import { fill, type Params } from './fill.ts'
import { type MessageKey, zh } from './zh.ts'

export type { Params } from './fill.ts'
export type { MessageKey } from './zh.ts'
export type Locale = 'zh' | 'en'
/** Gives the message of a key in the present language, with `{name}` places filled. */
export type Translate = (key: MessageKey, params?: Params) => string

interface Messages {
  readonly locale: Locale
  readonly t: Translate
  readonly setLocale: (locale: Locale) => void
}

const STORED = 'yingshang.locale'
const Context = createContext<Messages | null>(null)

function initialLocale(): Locale {
  const stored = localStorage.getItem(STORED)
  return stored === 'en' ? 'en' : 'zh'
}

/** Provides the messages; Chinese unless the person chose English on this device. */
export function MessagesProvider({ children }: { children: ReactNode }) {
  const [locale, setState] = useState<Locale>(initialLocale)
  const setLocale = useCallback((next: Locale) => {
    localStorage.setItem(STORED, next)
    setState(next)
  }, [])
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [locale])
  const value = useMemo<Messages>(() => {
    const catalogue = locale === 'zh' ? zh : en
    return { locale, setLocale, t: (key, params) => fill(catalogue[key] ?? key, params) }
  }, [locale, setLocale])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useMessages(): Messages {
  const value = useContext(Context)
  if (!value) throw new Error('useMessages outside MessagesProvider')
  return value
}
