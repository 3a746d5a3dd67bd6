export {
  backUp,
  migrateData,
  purgeData,
  restore,
  rotateSecretKey,
  type DataSettings,
} from './administer.ts'
export { createApp } from './app.ts'
export type { AppDependencies } from './app-dependencies.ts'
export type { Backend } from './backend.ts'
export { findStudio } from './find-studio.ts'
export { logFault } from './log-fault.ts'
export { readEnvironment, type ServerSettings } from './read-environment.ts'
export { contentSecurityPolicy } from './security/content-security-policy.ts'
export { startServer, type RunningServer, type StartServerOptions } from './start-server.ts'
