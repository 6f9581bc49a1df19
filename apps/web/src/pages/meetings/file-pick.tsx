import { Button } from 'antd'
import { useRef } from 'react'

/** A button that asks for a file. */
export function FilePick(props: { label: string; accept: string; busy?: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={props.accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) props.onFile(file)
        }}
      />
      <Button loading={props.busy ?? false} onClick={() => input.current?.click()}>
        {props.label}
      </Button>
    </>
  )
}
