-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "ProviderKey" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "priority" INTEGER NOT NULL DEFAULT 1,
    "weight" INTEGER NOT NULL DEFAULT 1,
    "models" JSONB NOT NULL DEFAULT '[]',
    "machineIds" JSONB NOT NULL DEFAULT '[]',
    "tools" JSONB NOT NULL DEFAULT '[]',
    "speaksResponses" BOOLEAN NOT NULL DEFAULT true,
    "attribution" BOOLEAN NOT NULL DEFAULT false,
    "coolingUntil" TIMESTAMP(3),
    "failingSince" TIMESTAMP(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lastFailureAt" TIMESTAMP(3),
    "lastFailure" TEXT,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "testedAt" TIMESTAMP(3),
    "testOutcome" TEXT,
    "testMessage" TEXT,

    CONSTRAINT "ProviderKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GatewaySettings" (
    "tenantId" TEXT NOT NULL,
    "allowedModels" JSONB NOT NULL DEFAULT '[]',
    "aliases" JSONB NOT NULL DEFAULT '[]',
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "GatewaySettings_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "PriceOverride" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "provider" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL,
    "effectiveFrom" BIGINT NOT NULL,
    "inputNano" BIGINT NOT NULL,
    "outputNano" BIGINT NOT NULL,
    "cacheReadNano" BIGINT NOT NULL,
    "cacheWriteNano" BIGINT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "PriceOverride_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tenant" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "timeZone" TEXT NOT NULL,
    "unlimited" BOOLEAN NOT NULL DEFAULT false,
    "plan" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "usernameKey" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "email" TEXT,
    "emailKey" TEXT,
    "role" TEXT NOT NULL,
    "grants" JSONB NOT NULL,
    "platformAdmin" BOOLEAN NOT NULL DEFAULT false,
    "passwordHash" TEXT,
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT false,
    "historyPolicy" TEXT NOT NULL DEFAULT 'full',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "lastSignInAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "searchText" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Token" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "userId" TEXT,
    "machineId" TEXT,
    "sessionId" TEXT,
    "scopes" TEXT NOT NULL DEFAULT '',
    "hint" TEXT NOT NULL DEFAULT '',
    "label" TEXT NOT NULL DEFAULT '',
    "userAgent" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "Token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInFailure" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "firstAt" BIGINT NOT NULL,

    CONSTRAINT "SignInFailure_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Machine" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hostname" TEXT NOT NULL DEFAULT '',
    "os" TEXT NOT NULL DEFAULT '',
    "arch" TEXT NOT NULL DEFAULT '',
    "cpuModel" TEXT NOT NULL DEFAULT '',
    "cpus" INTEGER NOT NULL DEFAULT 0,
    "memoryBytes" BIGINT NOT NULL DEFAULT 0,
    "agentVersion" TEXT NOT NULL DEFAULT '',
    "protocol" INTEGER NOT NULL DEFAULT 0,
    "tools" JSONB NOT NULL,
    "root" BOOLEAN NOT NULL DEFAULT false,
    "homeFolder" TEXT NOT NULL DEFAULT '',
    "historyPolicy" TEXT NOT NULL DEFAULT 'usage',
    "cpuLoad" DOUBLE PRECISION,
    "memoryFreeBytes" BIGINT,
    "diskBytes" BIGINT,
    "diskFreeBytes" BIGINT,
    "local" BOOLEAN NOT NULL DEFAULT false,
    "instanceId" TEXT,
    "seenAt" TIMESTAMP(3),
    "presentUntil" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3),
    "searchText" TEXT NOT NULL,

    CONSTRAINT "Machine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MachineMember" (
    "machineId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MachineMember_pkey" PRIMARY KEY ("machineId","userId")
);

-- CreateTable
CREATE TABLE "Command" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "sessionId" TEXT,
    "kind" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "deliveredAt" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "progress" TEXT NOT NULL DEFAULT '',
    "result" TEXT,
    "error" TEXT,

    CONSTRAINT "Command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ToolDefault" (
    "tenantId" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "permissionMode" TEXT NOT NULL,
    "args" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ToolDefault_pkey" PRIMARY KEY ("tenantId","machineId","tool")
);

-- CreateTable
CREATE TABLE "AgentBox" (
    "machineId" TEXT NOT NULL,
    "boxId" TEXT NOT NULL,
    "lastSeq" BIGINT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AgentBox_pkey" PRIMARY KEY ("machineId","boxId")
);

-- CreateTable
CREATE TABLE "CollectionSource" (
    "machineId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "files" INTEGER NOT NULL,
    "bytesTotal" BIGINT NOT NULL,
    "bytesRead" BIGINT NOT NULL,
    "rows" BIGINT NOT NULL,
    "badLines" BIGINT NOT NULL DEFAULT 0,
    "cliVersion" TEXT NOT NULL DEFAULT '',
    "billing" TEXT NOT NULL DEFAULT 'subscription',
    "error" TEXT,
    "readAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CollectionSource_pkey" PRIMARY KEY ("machineId","tool")
);

-- CreateTable
CREATE TABLE "AcpAgent" (
    "tenantId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AcpAgent_pkey" PRIMARY KEY ("tenantId","id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonState" (
    "userId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PersonState_pkey" PRIMARY KEY ("userId","key")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" TEXT,
    "resourceName" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "address" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobLease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,

    CONSTRAINT "JobLease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "replica" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "outcome" TEXT NOT NULL,
    "durationMs" INTEGER,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Quota" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limit" BIGINT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Quota_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuotaUse" (
    "tenantId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "startsAt" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "nano" BIGINT NOT NULL,
    "heldTokens" BIGINT NOT NULL DEFAULT 0,
    "heldRequests" BIGINT NOT NULL DEFAULT 0,
    "heldNano" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "QuotaUse_pkey" PRIMARY KEY ("tenantId","scope","period")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL DEFAULT '',
    "machineId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cwd" TEXT NOT NULL,
    "gitRemote" TEXT NOT NULL DEFAULT '',
    "gitBranch" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "permissionMode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "toolSessionId" TEXT,
    "toolVersion" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL,
    "forkedFromId" TEXT,
    "lastSeq" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "lastActivityAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "pausedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "trimmedAt" TIMESTAMP(3),
    "searchText" TEXT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SessionEvent" (
    "sessionId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "tenantId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "itemId" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,

    CONSTRAINT "SessionEvent_pkey" PRIMARY KEY ("sessionId","seq")
);

-- CreateTable
CREATE TABLE "PermissionRequest" (
    "id" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "toolName" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "decidedAt" TIMESTAMP(3),
    "decidedBy" TEXT,

    CONSTRAINT "PermissionRequest_pkey" PRIMARY KEY ("sessionId","id")
);

-- CreateTable
CREATE TABLE "PermissionRule" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "cwd" TEXT NOT NULL DEFAULT '',
    "sessionId" TEXT NOT NULL DEFAULT '',
    "rule" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PermissionRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SessionRun" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "toolSessionId" TEXT NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "endedAt" BIGINT,

    CONSTRAINT "SessionRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageEvent" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "userId" TEXT NOT NULL DEFAULT '',
    "machineId" TEXT NOT NULL DEFAULT '',
    "projectId" TEXT NOT NULL DEFAULT '',
    "sessionId" TEXT NOT NULL DEFAULT '',
    "toolSessionId" TEXT NOT NULL DEFAULT '',
    "tool" TEXT NOT NULL DEFAULT '',
    "provider" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "matchId" TEXT,
    "matchWitness" TEXT,
    "inputTokens" BIGINT NOT NULL DEFAULT 0,
    "outputTokens" BIGINT NOT NULL DEFAULT 0,
    "cacheReadTokens" BIGINT NOT NULL DEFAULT 0,
    "cacheWriteTokens" BIGINT NOT NULL DEFAULT 0,
    "reasoningTokens" BIGINT NOT NULL DEFAULT 0,
    "costNano" BIGINT,
    "priceVersion" TEXT NOT NULL DEFAULT '',
    "billing" TEXT NOT NULL,
    "cwd" TEXT NOT NULL DEFAULT '',
    "gitRemote" TEXT NOT NULL DEFAULT '',
    "gitBranch" TEXT NOT NULL DEFAULT '',
    "gitCommit" TEXT NOT NULL DEFAULT '',
    "providerKeyId" TEXT NOT NULL DEFAULT '',
    "holder" TEXT NOT NULL DEFAULT '',
    "streamed" BOOLEAN NOT NULL DEFAULT false,
    "httpStatus" INTEGER,
    "error" TEXT NOT NULL DEFAULT '',
    "errorMessage" TEXT NOT NULL DEFAULT '',
    "times" INTEGER NOT NULL DEFAULT 1,
    "quotaId" TEXT NOT NULL DEFAULT '',
    "firstByteMs" INTEGER,
    "held" TEXT NOT NULL DEFAULT '',
    "attempts" TEXT NOT NULL DEFAULT '',
    "details" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "UsageEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageClaim" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "usageEventId" TEXT,
    "at" BIGINT NOT NULL,
    "userId" TEXT NOT NULL DEFAULT '',
    "machineId" TEXT NOT NULL DEFAULT '',
    "toolSessionId" TEXT NOT NULL DEFAULT '',
    "tool" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "matchId" TEXT,
    "matchWitness" TEXT,
    "inputTokens" BIGINT NOT NULL DEFAULT 0,
    "outputTokens" BIGINT NOT NULL DEFAULT 0,
    "cacheReadTokens" BIGINT NOT NULL DEFAULT 0,
    "cacheWriteTokens" BIGINT NOT NULL DEFAULT 0,
    "reasoningTokens" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "UsageClaim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageQuarter" (
    "tenantId" TEXT NOT NULL,
    "bucket" BIGINT NOT NULL,
    "userId" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "providerKeyId" TEXT NOT NULL,
    "inputTokens" BIGINT NOT NULL,
    "outputTokens" BIGINT NOT NULL,
    "cacheReadTokens" BIGINT NOT NULL,
    "cacheWriteTokens" BIGINT NOT NULL,
    "reasoningTokens" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "failedRequests" BIGINT NOT NULL,
    "unpricedRequests" BIGINT NOT NULL,
    "costNano" BIGINT NOT NULL,
    "billedNano" BIGINT NOT NULL,

    CONSTRAINT "UsageQuarter_pkey" PRIMARY KEY ("tenantId","bucket","userId","machineId","projectId","tool","provider","model","providerKeyId")
);

-- CreateTable
CREATE TABLE "UsageDay" (
    "tenantId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "machineId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "providerKeyId" TEXT NOT NULL,
    "inputTokens" BIGINT NOT NULL,
    "outputTokens" BIGINT NOT NULL,
    "cacheReadTokens" BIGINT NOT NULL,
    "cacheWriteTokens" BIGINT NOT NULL,
    "reasoningTokens" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "failedRequests" BIGINT NOT NULL,
    "unpricedRequests" BIGINT NOT NULL,
    "costNano" BIGINT NOT NULL,
    "billedNano" BIGINT NOT NULL,

    CONSTRAINT "UsageDay_pkey" PRIMARY KEY ("tenantId","day","userId","machineId","projectId","tool","provider","model","providerKeyId")
);

-- CreateTable
CREATE TABLE "UsageSum" (
    "tenantId" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "inputTokens" BIGINT NOT NULL,
    "outputTokens" BIGINT NOT NULL,
    "cacheReadTokens" BIGINT NOT NULL,
    "cacheWriteTokens" BIGINT NOT NULL,
    "reasoningTokens" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "failedRequests" BIGINT NOT NULL,
    "unpricedRequests" BIGINT NOT NULL,
    "costNano" BIGINT NOT NULL,
    "billedNano" BIGINT NOT NULL,

    CONSTRAINT "UsageSum_pkey" PRIMARY KEY ("tenantId","dimension","grain","period","value","tool")
);

-- CreateTable
CREATE TABLE "AnomalyMark" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "narrowing" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AnomalyMark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProviderKey_tenantId_provider_enabled_idx" ON "ProviderKey"("tenantId", "provider", "enabled");

-- CreateIndex
CREATE UNIQUE INDEX "ProviderKey_tenantId_name_key" ON "ProviderKey"("tenantId", "name");

-- CreateIndex
CREATE INDEX "PriceOverride_tenantId_model_effectiveFrom_idx" ON "PriceOverride"("tenantId", "model", "effectiveFrom");

-- CreateIndex
CREATE UNIQUE INDEX "Tenant_slug_key" ON "Tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_usernameKey_key" ON "User"("usernameKey");

-- CreateIndex
CREATE UNIQUE INDEX "User_emailKey_key" ON "User"("emailKey");

-- CreateIndex
CREATE INDEX "User_tenantId_usernameKey_idx" ON "User"("tenantId", "usernameKey");

-- CreateIndex
CREATE INDEX "User_tenantId_createdAt_idx" ON "User"("tenantId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Token_hash_key" ON "Token"("hash");

-- CreateIndex
CREATE INDEX "Token_tenantId_kind_userId_idx" ON "Token"("tenantId", "kind", "userId");

-- CreateIndex
CREATE INDEX "Token_machineId_kind_idx" ON "Token"("machineId", "kind");

-- CreateIndex
CREATE INDEX "Token_sessionId_kind_idx" ON "Token"("sessionId", "kind");

-- CreateIndex
CREATE INDEX "Token_expiresAt_idx" ON "Token"("expiresAt");

-- CreateIndex
CREATE INDEX "SignInFailure_firstAt_idx" ON "SignInFailure"("firstAt");

-- CreateIndex
CREATE INDEX "Machine_tenantId_name_idx" ON "Machine"("tenantId", "name");

-- CreateIndex
CREATE INDEX "MachineMember_userId_idx" ON "MachineMember"("userId");

-- CreateIndex
CREATE INDEX "Command_machineId_status_id_idx" ON "Command"("machineId", "status", "id");

-- CreateIndex
CREATE INDEX "Command_status_expiresAt_idx" ON "Command"("status", "expiresAt");

-- CreateIndex
CREATE INDEX "CollectionSource_tenantId_idx" ON "CollectionSource"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_tenantId_name_key" ON "Team"("tenantId", "name");

-- CreateIndex
CREATE INDEX "TeamMember_tenantId_userId_idx" ON "TeamMember"("tenantId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_tenantId_name_key" ON "Project"("tenantId", "name");

-- CreateIndex
CREATE INDEX "PersonState_tenantId_idx" ON "PersonState"("tenantId");

-- CreateIndex
CREATE INDEX "AuditLog_tenantId_id_idx" ON "AuditLog"("tenantId", "id");

-- CreateIndex
CREATE INDEX "AuditLog_tenantId_action_id_idx" ON "AuditLog"("tenantId", "action", "id");

-- CreateIndex
CREATE INDEX "AuditLog_tenantId_actorId_id_idx" ON "AuditLog"("tenantId", "actorId", "id");

-- CreateIndex
CREATE INDEX "JobRun_name_id_idx" ON "JobRun"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Quota_tenantId_subjectType_subjectId_metric_period_key" ON "Quota"("tenantId", "subjectType", "subjectId", "metric", "period");

-- CreateIndex
CREATE INDEX "QuotaUse_startsAt_idx" ON "QuotaUse"("startsAt");

-- CreateIndex
CREATE INDEX "Session_tenantId_userId_lastActivityAt_idx" ON "Session"("tenantId", "userId", "lastActivityAt");

-- CreateIndex
CREATE INDEX "Session_machineId_status_idx" ON "Session"("machineId", "status");

-- CreateIndex
CREATE INDEX "Session_tenantId_lastActivityAt_idx" ON "Session"("tenantId", "lastActivityAt");

-- CreateIndex
CREATE INDEX "SessionEvent_sessionId_itemId_idx" ON "SessionEvent"("sessionId", "itemId");

-- CreateIndex
CREATE INDEX "PermissionRequest_sessionId_status_idx" ON "PermissionRequest"("sessionId", "status");

-- CreateIndex
CREATE INDEX "PermissionRequest_tenantId_status_idx" ON "PermissionRequest"("tenantId", "status");

-- CreateIndex
CREATE INDEX "PermissionRule_tenantId_userId_machineId_idx" ON "PermissionRule"("tenantId", "userId", "machineId");

-- CreateIndex
CREATE INDEX "SessionRun_tenantId_machineId_toolSessionId_idx" ON "SessionRun"("tenantId", "machineId", "toolSessionId");

-- CreateIndex
CREATE INDEX "UsageEvent_tenantId_at_id_idx" ON "UsageEvent"("tenantId", "at", "id");

-- CreateIndex
CREATE INDEX "UsageEvent_tenantId_source_matchId_at_idx" ON "UsageEvent"("tenantId", "source", "matchId", "at");

-- CreateIndex
CREATE INDEX "UsageEvent_status_at_idx" ON "UsageEvent"("status", "at");

-- CreateIndex
CREATE INDEX "UsageEvent_tenantId_sessionId_at_idx" ON "UsageEvent"("tenantId", "sessionId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "UsageEvent_tenantId_source_sourceKey_key" ON "UsageEvent"("tenantId", "source", "sourceKey");

-- CreateIndex
CREATE INDEX "UsageClaim_usageEventId_idx" ON "UsageClaim"("usageEventId");

-- CreateIndex
CREATE UNIQUE INDEX "UsageClaim_tenantId_source_sourceKey_key" ON "UsageClaim"("tenantId", "source", "sourceKey");

-- CreateIndex
CREATE INDEX "UsageQuarter_tenantId_userId_bucket_idx" ON "UsageQuarter"("tenantId", "userId", "bucket");

-- CreateIndex
CREATE INDEX "UsageDay_tenantId_userId_day_idx" ON "UsageDay"("tenantId", "userId", "day");

-- CreateIndex
CREATE INDEX "UsageDay_tenantId_machineId_day_idx" ON "UsageDay"("tenantId", "machineId", "day");

-- CreateIndex
CREATE INDEX "UsageDay_tenantId_projectId_day_idx" ON "UsageDay"("tenantId", "projectId", "day");

-- CreateIndex
CREATE INDEX "UsageDay_tenantId_model_day_idx" ON "UsageDay"("tenantId", "model", "day");

-- CreateIndex
CREATE UNIQUE INDEX "AnomalyMark_tenantId_narrowing_metric_day_kind_subject_key" ON "AnomalyMark"("tenantId", "narrowing", "metric", "day", "kind", "subject");

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MachineMember" ADD CONSTRAINT "MachineMember_machineId_fkey" FOREIGN KEY ("machineId") REFERENCES "Machine"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Command" ADD CONSTRAINT "Command_machineId_fkey" FOREIGN KEY ("machineId") REFERENCES "Machine"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_machineId_fkey" FOREIGN KEY ("machineId") REFERENCES "Machine"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionEvent" ADD CONSTRAINT "SessionEvent_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PermissionRequest" ADD CONSTRAINT "PermissionRequest_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionRun" ADD CONSTRAINT "SessionRun_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
