import type { Left, Operand, Place, Test } from './filter-oracle.js'

/** The condition in the library's words. */
export function write(test: Test, refs: any, operators: any): any {
  const place = ({ path }: Place) => path.reduce((ref, segment) => ref[segment], refs)
  const left = (operand: Left) => ('size' in operand ? operators.size(place(operand.size)) : place(operand))
  const operand = (each: Operand) => ('value' in each ? each.value : left(each))
  switch (test.op) {
    case 'and':
    case 'or':
      return operators[test.op](...test.tests.map(inner => write(inner, refs, operators)))
    case 'not':
      return operators.not(write(test.test, refs, operators))
    case 'exists':
    case 'notExists':
      return operators[test.op](place(test.place))
    case 'type':
      return operators.type(place(test.place), test.type)
    case 'beginsWith':
    case 'contains':
      return operators[test.op](place(test.place), operand(test.part))
    case 'in':
      return operators.in(left(test.left), test.values.map(operand))
    case 'between':
      return operators.between(left(test.left), operand(test.low), operand(test.high))
    default:
      return operators[test.op](left(test.left), operand(test.right))
  }
}
