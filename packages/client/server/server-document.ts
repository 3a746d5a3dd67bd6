import { defined } from '@aw-flow/schema'

/**
 * Returns the workflow document in a server response, without the server's metadata. The server counts saved versions as
 * `version`, also in lists, whose items do not state the version of the format. Earlier servers state it as `version`.
 */
export function extractDocument(value: object): Record<string, unknown> {
  const {
    id: _id,
    version,
    format_version: formatVersion,
    number: _number,
    version_label: _versionLabel,
    parent_workflow_id: _parent,
    created_by: _createdBy,
    is_public: _isPublic,
    ready: _ready,
    steps: _steps,
    connections: _connections,
    problems: _problems,
    ignored_fields: _ignoredFields,
    created_at: _createdAt,
    updated_at: _updatedAt,
    ...document
  } = value as Record<string, unknown>
  const documentVersion = formatVersion ?? (Array.isArray(document.nodes) ? version : undefined)
  return { ...defined({ version: documentVersion }), ...document }
}
