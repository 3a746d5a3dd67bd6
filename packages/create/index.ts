export { createProject, FolderNotEmptyError, canCreateProject } from './create-project.ts'
export { frameworks, type Framework } from './frameworks.ts'
export { parseGuide, type Guide } from './read-guide.ts'
