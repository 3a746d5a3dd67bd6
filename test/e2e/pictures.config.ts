import { defineConfig } from '@playwright/test'
import usual from './playwright.config.ts'

/** `npm run pictures`: the pictures of every page of the studio, which people look at and keep. */
export default defineConfig(usual, { testMatch: '*.pictures.ts', workers: 1 })
