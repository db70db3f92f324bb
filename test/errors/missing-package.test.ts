import { expect, it } from 'vitest'
import { missingPackage } from '../../src/errors/missing-package.js'
import { failure } from '../support/server.js'

const told = missingPackage(['some-package', '@some/core'], 'monotable/some')
const thrown = (properties: object) => Object.assign(new Error('x'), properties)

it.each([
  { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find package 'some-package' imported from /app/index.js" },
  { code: 'MODULE_NOT_FOUND', message: "Cannot find module 'some-package'" },
  { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find package 'some-package/part' imported from /app/index.js" },
])('says of a package that is not there what to install: $code', async properties => {
  const error = await failure(() => told(thrown(properties)))
  expect(error).toMatchObject({
    code: 'package.missing',
    message: 'monotable/some needs some-package, which is not installed: npm install some-package',
    cause: properties,
  })
})

it.each([
  { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find package 'another' imported from /app/some-package/index.js" },
  { message: 'It is broken.' },
])('leaves any other trouble as it is: $message', properties => {
  const error = thrown(properties)
  expect(() => told(error)).toThrow(error)
})

it('names the package that is missing of several', async () => {
  const message = "Cannot find package '@some/core/part' imported from /app/node_modules/some-package/index.js"
  const error = await failure(() => told(thrown({ code: 'ERR_MODULE_NOT_FOUND', message })))
  expect(error.details).toEqual({ package: '@some/core', neededBy: 'monotable/some' })
})
