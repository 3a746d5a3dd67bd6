import { defineConfig } from '@playwright/test'
import baseConfig from './playwright.config.ts'

/** `npm run pictures`: takes pictures of every page of the studio for review. */
export default defineConfig(baseConfig, { testMatch: '*.pictures.ts', workers: 1 })
