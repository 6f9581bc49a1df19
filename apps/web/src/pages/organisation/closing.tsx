import { Alert, Form, Input } from 'antd'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FormDialog } from './form-dialog.tsx'
import { today } from './kinds.ts'
import { useDependants } from './queries.ts'

/** Closes something after showing what depends on it: what must go first, what ends with it, what then needs somebody else. */
export function Closing(props: {
  of: 'area' | 'department' | 'task-force' | 'group'
  id: string
  /** 撤销区域 … */
  title: string
  /** The last day is asked for; nothing is when it is dropped at once. */
  dated: boolean
  onSave: (day: string) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useMessages()
  const found = useDependants(props.of, props.id)
  const items = found.data?.items ?? []
  const blocked = items.some((item) => item.effect === 'blocks')
  return (
    <FormDialog<{ day: string }>
      title={props.title}
      initial={{ day: today() }}
      blocked={!found.data || blocked}
      saveText={t(props.of === 'area' || props.of === 'department' ? 'organisation.close' : 'organisation.dissolve')}
      onSave={({ day }) => props.onSave(day)}
      onClose={props.onClose}
    >
      {found.data && items.length === 0 && <p className="muted">{t('organisation.closing.nothing')}</p>}
      {found.error && <Alert role="alert" type="error" title={t('trouble.title')} />}
      {items.length > 0 && (
        <ul className="organisation-dependants" data-testid="dependants">
          {items.map((item) => (
            <li key={item.what} className={`organisation-dependant is-${item.effect}`}>
              <strong>{t(`organisation.closing.${item.effect}`, { what: t(`organisation.what.${item.what}`), n: item.count })}</strong>
              <ul>
                {item.names.map((name) => (
                  <li key={name}>
                    <Words>{name}</Words>
                  </li>
                ))}
              </ul>
              {item.count > item.names.length && (
                <p className="muted">{t('organisation.closing.more', { n: item.count - item.names.length })}</p>
              )}
            </li>
          ))}
        </ul>
      )}
      {props.dated && (
        <Form.Item name="day" label={t('organisation.closing.day')} rules={[{ required: true, message: t('organisation.needed') }]}>
          <Input type="date" />
        </Form.Item>
      )}
    </FormDialog>
  )
}
