import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { onSessionEnd } from '../api/client.ts'
import { fetchSession, type Secrets, type SessionState, signIn, signOut } from '../api/session.ts'
import { Trouble } from '../components/trouble.tsx'
import { useMessages } from '../messages/index.tsx'
import { GateFrame } from './frame.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionContext, type SessionValue } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

const KEY = ['session'] as const

/** Pages for which nobody needs to sign in, by path. */
const OPEN_PAGES: Readonly<Record<string, ReturnType<typeof lazy>>> = {
  '/complain': lazy(() => import('../pages/complaints/bring-page.tsx').then((page) => ({ default: page.BringPage }))),
  '/follow': lazy(() => import('../pages/complaints/follow-page.tsx').then((page) => ({ default: page.FollowPage }))),
  '/receipt': lazy(() => import('../pages/receipt/public-receipt.tsx').then((page) => ({ default: page.PublicReceipt }))),
  '/check': lazy(() => import('../pages/meetings/open-check.tsx').then((page) => ({ default: page.OpenCheck }))),
  '/meetings/public': lazy(() => import('../pages/meetings/open-meeting.tsx').then((page) => ({ default: page.OpenMeeting }))),
  '/q': lazy(() => import('../pages/questionnaires/answer-page.tsx').then((page) => ({ default: page.AnswerPage }))),
  '/draws': lazy(() => import('../pages/registers/public-draw.tsx').then((page) => ({ default: page.PublicDraws }))),
}

/** Where whoever is signed in is a visitor like everybody else: an answer to a questionnaire belongs to nobody. */
const isForVisitors = (path: string) => path.startsWith('/q/')

/** The open page of a path: the path itself, or the list that it is one of. */
const openPageOf = (path: string) =>
  OPEN_PAGES[
    path
      .replace(/^(\/draws)\/[0-9a-f-]{36}$/, '$1')
      .replace(/^(\/q)\/\w{8}$/, '$1')
      .replace(/^(\/meetings)\/[0-9a-f-]{36}(\/public)$/, '$1$2')
  ]

/**
 * Lets only a signed-in person, with a password of their own choosing, through to the pages. When a session ends while a page is open,
 * the page stays as it is under a dialog that asks to sign in again, and the request that found out is sent once more afterwards:
 * nothing that was typed is lost.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useMessages()
  const client = useQueryClient()
  const state = useQuery({ queryKey: KEY, queryFn: fetchSession, staleTime: Number.POSITIVE_INFINITY })
  const [ended, setEnded] = useState(false)
  const waiting = useRef<((again: boolean) => void)[]>([])
  const session = state.data?.session ?? null
  const open = session !== null && !session.mustChangePassword
  const userId = session?.user.id
  const signOutUrl = session?.signOutUrl ?? null

  useEffect(() => {
    onSessionEnd(
      open
        ? () =>
            new Promise<boolean>((resolve) => {
              waiting.current.push(resolve)
              setEnded(true)
            })
        : null,
    )
    return () => onSessionEnd(null)
  }, [open])

  const settle = useCallback((again: boolean) => {
    setEnded(false)
    for (const resolve of waiting.current.splice(0)) resolve(again)
  }, [])

  const forget = useCallback(() => client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] }), [client])

  const enter = useCallback(
    async (login: string, secrets: Secrets) => {
      const next = await signIn(login, secrets)
      const same = userId === undefined || next.session?.user.id === userId
      // Another person must neither see nor send what the first one had on the page.
      if (!same) forget()
      client.setQueryData<SessionState>(KEY, next)
      settle(same && !next.session?.mustChangePassword)
    },
    [client, userId, forget, settle],
  )

  const leave = useCallback(async () => {
    await signOut().catch(() => undefined)
    settle(false)
    forget()
    // The identity provider ends its session too, and sends the browser back.
    if (signOutUrl) {
      location.assign(signOutUrl)
      return
    }
    await client.fetchQuery({ queryKey: KEY, queryFn: fetchSession, staleTime: 0 })
  }, [client, forget, settle, signOutUrl])

  const value = useMemo<SessionValue | null>(
    () => session && { session, signOut: leave, may: (permission) => session.permissions.includes(permission) },
    [session, leave],
  )

  if (state.isPending)
    return (
      <div className="center">
        <Spin size="large" description={t('common.loading')} />
      </div>
    )
  if (!state.data) return <Trouble error={state.error} retry={() => void state.refetch()} />
  const OpenPage = openPageOf(location.pathname)
  if (OpenPage && (!session || isForVisitors(location.pathname)))
    return (
      <Suspense fallback={<div className="center" />}>
        <OpenPage />
      </Suspense>
    )
  if (!session)
    return (
      <GateFrame title={t('signIn.title')} lede={t('signIn.lede')}>
        <SignInForm onSubmit={enter} />
      </GateFrame>
    )
  if (session.mustChangePassword)
    return (
      <GateFrame title={t('password.firstTitle')} lede={t('password.firstLede', { name: session.user.displayName })}>
        <PasswordForm login={session.user.login} onDone={(next) => client.setQueryData<SessionState>(KEY, next)} />
        <Button type="link" onClick={() => void leave()}>
          {t('shell.signOut')}
        </Button>
      </GateFrame>
    )
  return (
    <SessionContext.Provider value={value} key={session.user.id}>
      {children}
      {ended && <SignInAgain login={session.user.login} onSubmit={enter} onLeave={() => void leave()} />}
    </SessionContext.Provider>
  )
}

/** The dialog over a page whose session has ended. A native modal dialog: what lies under it is inert but keeps its state. */
function SignInAgain(props: { login: string; onSubmit: (login: string, secrets: Secrets) => Promise<void>; onLeave: () => void }) {
  const { t } = useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Opening puts the focus on the first field; the name is filled in already.
    element?.querySelector<HTMLInputElement>('input[type=password]')?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} className="again" aria-labelledby="again-title" onCancel={(event) => event.preventDefault()}>
      <h2 id="again-title">{t('signIn.againTitle')}</h2>
      <p className="lede">{t('signIn.againLede')}</p>
      <SignInForm login={props.login} onSubmit={props.onSubmit} />
      <Button type="link" onClick={props.onLeave}>
        {t('signIn.leave')}
      </Button>
    </dialog>
  )
}
