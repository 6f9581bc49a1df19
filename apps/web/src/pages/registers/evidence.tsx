import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { keepFile } from './queries.ts'

interface Kept {
  readonly id: string
  readonly name: string
}

/** Files that prove a score or an appeal: kept as soon as they are chosen, named when the form is sent. */
export function Evidence({ files, onChange }: { files: readonly Kept[]; onChange: (files: readonly Kept[]) => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const add = async (file: File) => {
    setBusy(true)
    try {
      const { id, name } = await keepFile(file)
      onChange([...files, { id, name }])
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="register-line evidence">
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('evaluation.evidence')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void add(file)
        }}
      />
      <Button loading={busy} onClick={() => input.current?.click()}>
        {t('evaluation.evidence')}
      </Button>
      {files.map((file) => (
        <Words key={file.id}>{file.name}</Words>
      ))}
    </div>
  )
}

/** Evidence that can be opened. */
export function EvidenceList({ list, onOpen }: { list: readonly Kept[]; onOpen: (file: Kept) => void }) {
  if (list.length === 0) return null
  return (
    <span className="register-line">
      {list.map((file) => (
        <Button key={file.id} type="link" size="small" onClick={() => onOpen(file)}>
          {file.name}
        </Button>
      ))}
    </span>
  )
}
