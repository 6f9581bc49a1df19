import { contributionHash } from '@yingshang/draw'
import { toHex } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useMessages } from '../../messages/index.tsx'

const KINDS = ['lottery', 'drand', 'figure', 'contribution'] as const

/** One source of public entropy in the form of a draw: what it is, when it becomes known, the form of its value. */
export function SourceFields({ index, kind, onRemove }: { index: number; kind: (typeof KINDS)[number]; onRemove: (() => void) | null }) {
  const { t } = useMessages()
  const form = Form.useFormInstance()
  const required = [{ required: true, message: t('registers.needed') }]
  // Names within the list; values are set by their whole path.
  const at = (name: string) => [index, name]
  return (
    <fieldset className="draw-source">
      <legend>{t('draws.source', { n: index + 1 })}</legend>
      <Form.Item name={at('kind')} label={t('draws.sourceKind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`draws.source.${value}`) }))} />
      </Form.Item>
      {kind !== 'drand' && (
        <Form.Item name={at('name')} label={t(kind === 'contribution' ? 'draws.contributor' : 'draws.sourceName')} rules={required}>
          <Input maxLength={150} placeholder={t(`draws.sourceHint.${kind}`)} />
        </Form.Item>
      )}
      <Form.Item name={at('at')} label={t('draws.sourceAt')} rules={required}>
        <Input type="datetime-local" />
      </Form.Item>
      {kind === 'lottery' && (
        <div className="register-line">
          <Form.Item name={at('count')} label={t('draws.count')} rules={required}>
            <InputNumber min={1} max={100} />
          </Form.Item>
          <Form.Item name={at('min')} label={t('draws.min')} rules={required}>
            <InputNumber min={0} max={10_000_000} />
          </Form.Item>
          <Form.Item name={at('max')} label={t('draws.max')} rules={required}>
            <InputNumber min={0} max={10_000_000} />
          </Form.Item>
          <Form.Item name={at('ordered')} label={t('draws.ordered')}>
            <Select
              options={[
                { value: false, label: t('draws.unordered') },
                { value: true, label: t('draws.inOrder') },
              ]}
            />
          </Form.Item>
        </div>
      )}
      {kind === 'figure' && (
        <Form.Item name={at('decimals')} label={t('draws.decimals')} rules={required}>
          <InputNumber min={0} max={12} />
        </Form.Item>
      )}
      {kind === 'contribution' && (
        <>
          <Form.Item name={at('hash')} label={t('draws.hash')} extra={t('draws.hashHelp')} rules={required}>
            <Input maxLength={64} spellCheck={false} />
          </Form.Item>
          <MakeHash onMade={(hash) => form.setFieldValue(['entropy', ...at('hash')], hash)} />
        </>
      )}
      {onRemove && (
        <Button size="small" onClick={onRemove}>
          {t('draws.sourceRemove')}
        </Button>
      )}
    </fieldset>
  )
}

/** Makes the hash by which a party binds itself, in the page: text and nonce leave it with the party alone. */
function MakeHash({ onMade }: { onMade: (hash: string) => void }) {
  const { t } = useMessages()
  const [text, setText] = useState('')
  const [nonce, setNonce] = useState<string | null>(null)
  const make = () => {
    const random = crypto.getRandomValues(new Uint8Array(32))
    setNonce(toHex(random))
    onMade(contributionHash(browserCrypto, random, text))
  }
  return (
    <details>
      <summary>{t('draws.makeHash')}</summary>
      <div className="register-line">
        <Input
          aria-label={t('draws.contributionText')}
          placeholder={t('draws.contributionText')}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <Button disabled={text.trim() === ''} onClick={make}>
          {t('draws.makeHashGo')}
        </Button>
      </div>
      {nonce && (
        <p>
          {t('draws.keepNonce')} <code className="draw-hash">{nonce}</code>
        </p>
      )}
    </details>
  )
}
