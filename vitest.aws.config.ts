import { defineConfig } from 'vitest/config'

/** The suite against AWS, which `npm test` does not run: test/aws/run.ts makes the environment that it needs, and deletes its tables. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.aws.ts'],
    maxWorkers: 2,
    // A table takes up to a minute until it is there, and an index as long until it is right.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // Each test says what was seen, and where DynamoDB Local differs.
    reporters: ['verbose'],
    disableConsoleIntercept: true,
  },
})
