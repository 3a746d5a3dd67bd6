import { describe, expect, it } from 'vitest'
import { classifyCell } from './cell-kind.ts'

describe('classifyCell', () => {
  it.each(['https://example.org/a', 'ftp://example.org', 'www.example.org', 'ftp.example.org/a'])(
    '%s is a URL',
    (cell) => expect(classifyCell(cell)).toBe('url'),
  )

  it.each(['http_status', 'https', 'httpd', 'ftp_user'])('%s is text', (cell) =>
    expect(classifyCell(cell)).toBe('text'),
  )
})
