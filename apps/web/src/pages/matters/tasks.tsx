import { Tag } from 'antd'
import { day } from '../../components/format.ts'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { useOpened } from './matter-context.ts'
import { Section } from './section.tsx'

/** What somebody still owes in this matter. */
export function MatterTasks() {
  const { t, locale } = useMessages()
  const { matter, definition } = useOpened()
  const open = matter.tasks.filter((task) => !task.done)
  const done = matter.tasks.length - open.length
  return (
    <Section title={t('task.title')}>
      {open.length === 0 && <p className="section-none">{t('task.none')}</p>}
      <ul className="side-list">
        {open.map((task) => (
          <li key={task.id}>
            <strong>{say(task.title, locale)}</strong>
            <span className="side-sub">
              {task.roles.map((id) => (
                <Tag key={id}>{say(definition.roles.find((r) => r.id === id)?.title ?? { zh: id, en: id }, locale)}</Tag>
              ))}
              {task.due ? t('task.due', { day: day(task.due, locale) }) : t('task.since', { day: day(task.since, locale) })}
            </span>
          </li>
        ))}
      </ul>
      {done > 0 && <p className="section-none">{t('task.done', { n: done })}</p>}
    </Section>
  )
}
