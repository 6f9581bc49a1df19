import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

interface Paged {
  readonly items: readonly unknown[]
  readonly next: string | null
}

/**
 * A list that is loaded page by page: `ask` gets what the page before named as `next`. With `keep`, what is shown stays while another list is asked for; not `enabled`,
 * nothing is asked.
 */
export const usePaged = <Page extends Paged>(
  key: readonly unknown[],
  ask: (after: string | undefined, signal: AbortSignal) => Promise<Page>,
  { keep = false, enabled = true }: { readonly keep?: boolean; readonly enabled?: boolean } = {},
) =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled,
    placeholderData: keep ? keepPreviousData : undefined,
  })
