import { Button, Spin, Tag } from 'antd'
import { day } from '../../components/format.ts'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { type MessageKey, useMessages } from '../../messages/index.tsx'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'
import { decideScheme, useEvaluationAct, useSchemes } from './queries.ts'
import { pointsText } from './ranking.tsx'

/** Versions of the scheme: what each item gives, when somebody is called in, who drafted and who published. */
export function Schemes() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const schemes = useSchemes()
  const decide = useEvaluationAct(decideScheme)
  if (schemes.isError) return <Trouble error={schemes.error} retry={() => void schemes.refetch()} />
  if (!schemes.data) return <Spin description={t('common.loading')} />
  return schemes.data.items.map((version) => (
    <section key={version.number} className="panel scores-scheme" data-scheme={version.number}>
      <h2 className="scores-h2">
        {version.id === null ? t('scores.ofProduct') : t('scores.version', { n: version.number })}{' '}
        <Words>{say(version.scheme.title, locale)}</Words>{' '}
        <Tag>{version.inForce ? t('scores.inForce') : t(`scores.status.${version.status}` as MessageKey)}</Tag>
      </h2>
      <p className="scores-meta">
        {t('scores.effectiveFrom')} {day(version.effectiveFrom, locale)}
        {version.draftedBy &&
          ` · ${
            version.publishedBy
              ? t('scores.by', { draft: version.draftedBy.displayName, publish: version.publishedBy.displayName })
              : t('scores.draftBy', { draft: version.draftedBy.displayName })
          }`}
      </p>
      <ul className="scores-items">
        {version.scheme.items.map((item) => (
          <li key={item.id}>
            <span>{say(item.title, locale)}</span>{' '}
            <strong>
              {item.kind === 'by-level'
                ? Object.entries(item.points)
                    .map(([level, n]) => `${t(`scores.level.${level}` as MessageKey)} ${pointsText(n)}`)
                    .join(' / ')
                : item.kind === 'by-rank'
                  ? item.points.map(pointsText).join(' / ')
                  : `${t(item.kind === 'each' ? 'scores.each' : 'scores.share')} ${pointsText(item.points)}`}
            </strong>
            {item.cap !== undefined && ` · ${t('scores.most', { n: pointsText(item.cap) })}`}
          </li>
        ))}
        {version.scheme.groups?.map((group) => (
          <li key={group.id}>
            {t('scores.group', { title: say(group.title, locale) })} <strong>{pointsText(group.cap)}</strong>
          </li>
        ))}
      </ul>
      {version.scheme.talks.length > 0 && (
        <p className="scores-meta">
          {t('scores.talkRules')}：{version.scheme.talks.map((talk) => say(talk.title, locale)).join(locale === 'zh' ? '、' : ', ')}
        </p>
      )}
      {version.id !== null && version.status === 'draft' && may('evaluation.manage') && (
        <p className="scores-buttons">
          {(['publish', 'drop'] as const).map((decision) => (
            <Button
              key={decision}
              type={decision === 'publish' ? 'primary' : 'default'}
              loading={decide.isPending}
              onClick={() => decide.mutate({ id: version.id!, decision }, { onError: toast.failed })}
            >
              {t(decision === 'publish' ? 'scores.publishScheme' : 'scores.drop')}
            </Button>
          ))}
        </p>
      )}
    </section>
  ))
}
