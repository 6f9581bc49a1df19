import { useInfiniteQuery } from '@tanstack/react-query'

interface Paged {
  readonly items: readonly unknown[]
  readonly next: string | null
}

/** A list that is loaded page by page: `ask` gets what the page before named as `next`. */
export const usePaged = <Page extends Paged>(
  key: readonly unknown[],
  ask: (after: string | undefined, signal: AbortSignal) => Promise<Page>,
) =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  })
