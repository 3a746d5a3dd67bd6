import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addVersion, readNotes } from '../../.ci/release/changelog.mjs'

const changelog = `# Changelog

## [Unreleased]

### Added

- Tables can be pinned.

### Fixed

- A run that was paused ends.

## [0.1.0] - 2026-11-22

### Added

- The first version.

[Unreleased]: #unreleased
[0.1.0]: #010---2026-11-22
`

describe('the changelog', () => {
  const release = {
    version: '0.2.0',
    date: '2026-12-01',
    changesets: [
      { summary: '- Cells can be copied.\n- Columns can be copied.', type: 'minor' },
      { summary: 'A closed tab releases its lock.', type: 'patch' },
      { summary: '- Charts show units.\n\n### Removed\n\n- The option `legacy`.', type: 'minor' },
    ],
  } as const

  it('gets a version with the unreleased changes and those of changesets, by section', () => {
    expect(addVersion(changelog, release)).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- Tables can be pinned.
- Cells can be copied.
- Columns can be copied.
- Charts show units.

### Removed

- The option \`legacy\`.

### Fixed

- A run that was paused ends.
- A closed tab releases its lock.

## [0.1.0] - 2026-11-22

### Added

- The first version.

[Unreleased]: #unreleased
[0.2.0]: #020---2026-12-01
[0.1.0]: #010---2026-11-22
`)
  })

  it('gets several versions, also without unreleased changes', () => {
    const twice = addVersion(addVersion(changelog, release), { ...release, version: '0.2.1', date: '2026-12-02' })
    expect([...twice.matchAll(/^## \[(.+?)\]/gm)].map(([, version]) => version)).toEqual([
      'Unreleased',
      '0.2.1',
      '0.2.0',
      '0.1.0',
    ])
    expect(readNotes(twice, '0.2.0')).toBe(readNotes(addVersion(changelog, release), '0.2.0'))
  })

  it('refuses an unknown section, and a version that it has', () => {
    const wrong = { summary: '### Improved\n\n- Speed.', type: 'minor' } as const
    expect(() => addVersion(changelog, { ...release, changesets: [wrong] })).toThrow('"Improved" is not a section')
    expect(() => addVersion(changelog, { ...release, version: '0.1.0' })).toThrow('already has version 0.1.0')
  })

  it('returns the text of a version', () => {
    expect(readNotes(changelog, '0.1.0')).toBe('### Added\n\n- The first version.')
    expect(readNotes(changelog, '0.3.0')).toBeUndefined()
  })

  it('of the repository has text for every version, and its sections have known names', () => {
    const text = readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')
    for (const [, version = ''] of text.matchAll(/^## \[(.+?)\]/gm)) {
      const notes = readNotes(text, version)
      if (version !== 'Unreleased') expect(notes, version).toBeTruthy()
      for (const [, section] of (notes ?? '').matchAll(/^### (.+)$/gm))
        expect(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']).toContain(section)
    }
    expect(() => addVersion(text, { ...release, version: '99.0.0', changesets: [] })).not.toThrow()
  })
})
