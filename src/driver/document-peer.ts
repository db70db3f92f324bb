import { missingPackage } from '../errors/missing-package.js'

// biome-ignore format: the build looks for it on one line
export const { BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand } = await import('@aws-sdk/lib-dynamodb').catch(missingPackage(['@aws-sdk/lib-dynamodb'], 'monotable/client'))
