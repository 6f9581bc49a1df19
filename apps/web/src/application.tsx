import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect } from 'react'
import { ApiError } from './api/client.ts'
import { ToastProvider } from './components/toast.tsx'
import { MessagesProvider, useMessages } from './messages/index.tsx'
import { router } from './routes/router.tsx'
import { SessionGate } from './session/gate.tsx'
import { theme } from './theme.ts'

// Who asked their system for less motion gets none: lists, dialogs and messages are there at once.
const STILL = window.matchMedia('(prefers-reduced-motion: reduce)').matches
const THEME = STILL ? { ...theme, token: { ...theme.token, motion: false } } : theme

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // What the server has answered stays answered; only lost connections are tried again.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status > 0),
    },
    mutations: { retry: false },
  },
})

function Localised() {
  const { locale } = useMessages()
  useEffect(() => {
    dayjs.locale(locale === 'zh' ? 'zh-cn' : 'en')
  }, [locale])
  return (
    <ConfigProvider locale={locale === 'zh' ? zhCN : enUS} theme={THEME} button={{ autoInsertSpace: false }}>
      <App component={false} message={{ maxCount: 3 }}>
        <ToastProvider>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </ToastProvider>
      </App>
    </ConfigProvider>
  )
}

/** The whole of the pages: messages, theme, data, session and routes, in that order. */
export function Application() {
  return (
    <MessagesProvider>
      <QueryClientProvider client={queries}>
        <Localised />
      </QueryClientProvider>
    </MessagesProvider>
  )
}
