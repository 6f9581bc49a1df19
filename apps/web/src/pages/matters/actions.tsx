import { useNavigate, useSearch } from '@tanstack/react-router'
import type { PossibleAction } from '@yingshang/server/contract'
import { Button } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { ActionForm } from './action-form.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** What I can do now, and why not the rest. */
export function Actions() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const { matter, definition } = useOpened()
  const search = useSearch({ from: '/matters/$matterId' })
  const navigate = useNavigate({ from: '/matters/$matterId' })
  const open = (action: string | undefined) =>
    void navigate({ search: action === undefined ? {} : { do: action }, replace: true, resetScroll: false })
  const allowed = matter.possible.filter((p) => p.allowed)
  const barred = matter.possible.filter((p) => !p.allowed)
  const chosen = matter.possible.find((p) => p.action === search.do)
  const roles = matter.summary.myRoles.map((id) => definition.roles.find((r) => r.id === id)?.title ?? { zh: id, en: id })
  return (
    <Section title={t('action.title')}>
      <p className="action-as">
        {roles.length > 0
          ? t('action.as', { roles: roles.map((r) => say(r, locale)).join(locale === 'zh' ? '、' : ', ') })
          : t('action.noRole')}
      </p>
      {may('matter.act') && allowed.length > 0 && (
        <ul className="action-list">
          {allowed.map((p) => (
            <li key={p.action}>
              <Button
                data-action={p.action}
                type={p.action === search.do ? 'primary' : 'default'}
                aria-expanded={p.action === search.do}
                onClick={() => open(p.action === search.do ? undefined : p.action)}
              >
                {say(p.label, locale)}
                {p.draft && <span className="action-draft">{t('action.hasDraft')}</span>}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {allowed.length === 0 && <p className="section-none">{t('action.none')}</p>}
      {chosen && <ActionForm key={chosen.action} possible={chosen} onClose={() => open(undefined)} />}
      {barred.length > 0 && (
        <details className="action-barred">
          <summary>{t('action.barred', { n: barred.length })}</summary>
          <ul>
            {barred.map((p) => (
              <Barred key={p.action} possible={p} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

function Barred({ possible }: { possible: PossibleAction }) {
  const { locale } = useMessages()
  return (
    <li className="barred-one" data-barred={possible.action}>
      <strong>{say(possible.label, locale)}</strong>
      <ul className="barred-reasons">
        {possible.reasons.map((reason) => (
          <li key={`${reason.code} ${reason.zh}`}>
            <Words>{say(reason, locale)}</Words>
          </li>
        ))}
      </ul>
    </li>
  )
}
