/**
 * Returns how much a client wants a media type, from 0 (not at all) to 1, by the most specific range of its `Accept`
 * header (RFC 9110). Without the header, every type is wanted.
 */
export function getTypeQuality(accept: string | undefined, type: string): number {
  if (accept === undefined || accept.trim() === '') return 1
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const quality = Number(
      /^q=([\d.]+)$/.exec(parameters.find((parameter) => parameter.startsWith('q=')) ?? '')?.[1] ?? 1,
    )
    return { name, quality: Number.isFinite(quality) ? quality : 1 }
  })
  const names = [type, `${type.split('/')[0]}/*`, '*/*']
  return names.flatMap((name) => ranges.find((range) => range.name === name) ?? [])[0]?.quality ?? 0
}
