-- One query a resource of Harvest v3: the vendor's field names, in the vendor's shapes.
-- ts() prints an instant with milliseconds, ts0() a round one; negative numbers stand for "none".

-- resource: candidates
SELECT id,
       first AS first_name,
       last AS last_name,
       NULL::VARCHAR AS preferred_name,
       CASE WHEN id % 3 = 0 THEN 'Northgate' WHEN id % 7 = 0 THEN 'Lumen Works' END AS company,
       CASE WHEN id % 4 = 0 THEN 'Analyst' WHEN id % 5 = 0 THEN 'Coordinator' END AS title,
       private,
       true AS can_email,
       ts(created) AS created_at,
       ts(updated) AS updated_at,
       ts(updated) AS last_activity_at,
       time_zone,
       CASE WHEN id % 9 = 0 THEN ['silver medallist'] WHEN id % 11 = 0 THEN ['relocation', 'speaks Dutch']
            ELSE []::VARCHAR[] END AS tags,
       CASE WHEN other = '' THEN [{'value': personal, 'type': 'personal'}]
            ELSE [{'value': personal, 'type': 'personal'}, {'value': other, 'type': 'work'}] END AS email_addresses,
       [{'value': format('+353 1 555 {:04d}', id % 10000), 'type': 'mobile'}] AS phone_numbers,
       CASE WHEN id % 2 = 0 THEN [{'value': format('{} Quay Street', id % 180 + 1), 'type': 'home'}]
            ELSE []::STRUCT(value VARCHAR, type VARCHAR)[] END AS addresses,
       []::STRUCT(value VARCHAR, type VARCHAR)[] AS website_addresses,
       CASE WHEN id % 3 = 1 THEN [{'value': format('https://social.example/in/{}', id)}]
            ELSE []::STRUCT(value VARCHAR)[] END AS social_media_addresses,
       []::BIGINT[] AS linked_user_ids,
       nullif(recruiter_id, -1) AS recruiter_id,
       nullif(coordinator_id, -1) AS coordinator_id,
       {'notice_period': {'name': 'Notice period', 'type': 'short_text',
                          'value': CASE WHEN id % 2 = 0 THEN format('{} weeks', id % 12 + 1) END},
        'desired_salary': {'name': 'Desired salary', 'type': 'short_text', 'value': NULL::VARCHAR}} AS custom_fields
FROM candidate ORDER BY id

-- resource: applications
SELECT id,
       candidate_id,
       CASE WHEN prospect THEN NULL ELSE job_id END AS job_id,
       CASE WHEN prospect THEN NULL ELSE job_id + 7 END AS job_post_id,
       prospect,
       CASE WHEN prospect THEN [job_id] ELSE []::BIGINT[] END AS prospective_job_ids,
       status,
       nullif(stage_id, -1) AS stage_id,
       stage_name,
       nullif(stage_id, -1) AS job_interview_stage_id,
       source_id,
       NULL::BIGINT AS referrer_id,
       recruiter_id,
       coordinator_id,
       CASE WHEN status = 'rejected' THEN ts(closed) END AS rejected_at,
       nullif(reason_id, -1) AS rejection_reason_id,
       status = 'in_process' AND id % 3 = 0 AS needs_decision,
       ts(updated) AS last_activity_at,
       ts(applied) AS created_at,
       ts(updated) AS updated_at,
       [{'question': 'How did you hear about this job?', 'answer': source_name},
        {'question': 'Do you need a work permit?', 'answer': CASE WHEN id % 6 = 0 THEN 'Yes' ELSE 'No' END}] AS answers,
       CASE WHEN id % 2 = 0 THEN office_name END AS location_address,
       NULL::BIGINT AS agency_note_id,
       {'referral_bonus': {'name': 'Referral bonus', 'type': 'boolean', 'value': false}} AS custom_fields
FROM application ORDER BY id

-- resource: application_stages
SELECT id,
       application_id,
       stage_id AS job_interview_stage_id,
       ts(entered) AS entered_at,
       ts(exited) AS exited_at,
       current,
       CASE WHEN entered >= 0 AND exited >= 0 THEN (exited - entered) // 86400 END AS days_in_stage,
       ts(created) AS created_at,
       ts(greatest(created, exited)) AS updated_at
FROM stage_event ORDER BY id

-- resource: interviews
SELECT id,
       application_id,
       job_id,
       job_interview_id,
       ts0(starts) AS starts_at,
       ts0(ends) AS ends_at,
       NULL::VARCHAR AS all_day_start_on,
       NULL::VARCHAR AS all_day_end_on,
       ts(scheduled) AS scheduled_at,
       CASE WHEN id % 3 = 0 THEN ts(scheduled - 5400) END AS availability_received_at,
       organizer_id,
       CASE WHEN format IN ('onsite', 'panel') THEN format('{} office, room {}', office_name, id % 9 + 1) END AS location,
       CASE WHEN format = 'video' AND starts >= 0 THEN format('https://video.example/j/{}', id) END AS video_conferencing_url,
       CASE WHEN starts >= 0 THEN format('evt{}', id) END AS external_event_id,
       status,
       ts(created) AS created_at,
       ts(greatest(created, scheduled, CASE WHEN held THEN ends END)) AS updated_at
FROM interview ORDER BY id

-- resource: interviewers
SELECT id,
       interview_id,
       nullif(user_id, -1) AS user_id,
       email,
       response AS response_status,
       nullif(scorecard_id, -1) AS scorecard_id,
       ts(created) AS created_at,
       ts(created) AS updated_at
FROM seat ORDER BY id

-- resource: scorecards
SELECT id,
       application_id,
       interview_kit_id,
       interviewer_id,
       CASE WHEN submitted >= 0 THEN interviewer_id END AS submitter_id,
       ts0(starts) AS interviewed_at,
       ts(submitted) AS submitted_at,
       CASE WHEN submitted >= 0 THEN 'complete' ELSE 'draft' END AS status,
       rating AS candidate_rating,
       CASE WHEN submitted >= 0 THEN remark END AS notes,
       CASE WHEN submitted >= 0 THEN remark END AS notes_with_tags,
       NULL::VARCHAR AS public_notes,
       NULL::VARCHAR AS public_notes_with_tags,
       NULL::VARCHAR AS private_notes,
       NULL::VARCHAR AS private_notes_with_tags,
       ts(created) AS created_at,
       ts(greatest(created, submitted)) AS updated_at
FROM scorecard ORDER BY id

-- resource: offers
SELECT id,
       application_id,
       candidate_id,
       job_id,
       id + 3 AS opening_id,
       version,
       status,
       day(sent) AS sent_on,
       day(starts) AS starts_on,
       ts(resolved) AS resolved_at,
       ts(created) AS created_at,
       ts(greatest(created, resolved)) AS updated_at,
       {'salary': {'name': 'Salary', 'type': 'currency', 'value': NULL::VARCHAR},
        'employment_type': {'name': 'Employment type', 'type': 'single_select', 'value': 'Full-time'}} AS custom_fields
FROM offer ORDER BY id

-- resource: rejection_details
SELECT id,
       application_id,
       ts(closed) AS rejected_at,
       recruiter_id AS rejected_by_id,
       reason_id AS rejection_reason_id,
       NULL::BIGINT AS rejection_note_id,
       ts(closed) AS created_at,
       ts(closed) AS updated_at
FROM rejection ORDER BY id

-- resource: rejection_reasons
SELECT id, name, {'id': type_id, 'key': key, 'name': type_name} AS type,
       ts0(first_day) AS created_at, ts0(first_day) AS updated_at
FROM reason ORDER BY id

-- resource: jobs
SELECT id,
       title AS name,
       format('REQ-{:05d}', number) AS requisition_id,
       status,
       false AS confidential,
       false AS is_template,
       NULL::BIGINT AS copied_from_id,
       department_id,
       CASE WHEN second_office_id >= 0 THEN [office_id, second_office_id] ELSE [office_id] END AS office_ids,
       NULL::VARCHAR AS notes,
       ts(opened) AS opened_at,
       ts(closed) AS closed_at,
       ts(opened) AS created_at,
       ts(greatest(opened, closed)) AS updated_at,
       {'level': {'name': 'Level', 'type': 'single_select', 'value': level},
        'employment_type': {'name': 'Employment type', 'type': 'single_select', 'value': 'Full-time'},
        'cost_center': {'name': 'Cost centre', 'type': 'short_text', 'value': NULL::VARCHAR}} AS custom_fields
FROM job ORDER BY id

-- resource: job_interview_stages
SELECT id, job_id, name, position AS sort_order, true AS active,
       ts(opened) AS created_at, ts(opened) AS updated_at
FROM stage ORDER BY id

-- resource: job_interviews
SELECT id,
       job_id,
       stage_id AS job_interview_stage_id,
       name,
       minutes AS duration,
       CASE WHEN format = 'take_home' THEN 'take_home_test' ELSE 'needs_scheduling' END AS scheduling_type,
       ord + 1 AS sort_order,
       true AS active,
       format <> 'take_home' AS require_scorecard,
       NULL::VARCHAR AS instructions,
       NULL::VARCHAR AS summary,
       ts(opened) AS created_at,
       ts(opened) AS updated_at
FROM slot ORDER BY id

-- resource: departments
SELECT id, name, nullif(parent_id, -1) AS parent_id, NULL::VARCHAR AS external_id,
       ts0(first_day) AS created_at, ts0(first_day) AS updated_at
FROM department ORDER BY id

-- resource: offices
SELECT id, name, name AS location_name, NULL::BIGINT AS parent_id, NULL::BIGINT AS primary_contact_user_id,
       NULL::VARCHAR AS external_id, ts0(first_day) AS created_at, ts0(first_day) AS updated_at
FROM office ORDER BY id

-- resource: sources
SELECT id, name, {'id': id + 900, 'name': type_name} AS type,
       ts0(first_day) AS created_at, ts0(first_day) AS updated_at
FROM source ORDER BY id

-- resource: users
SELECT id,
       first || ' ' || last AS name,
       first AS first_name,
       last AS last_name,
       email AS primary_email,
       [email] AS emails,
       employee_id,
       id % 23 = 0 AS deactivated,
       job_title,
       id % 41 = 0 AS site_admin,
       NULL::BIGINT AS agency_id,
       [department_id] AS department_ids,
       [office_id] AS office_ids,
       []::STRUCT(id BIGINT, name VARCHAR)[] AS interviewer_tags,
       []::BIGINT[] AS linked_candidate_ids,
       ts(since) AS created_at,
       ts(since) AS updated_at,
       MAP {}::MAP(VARCHAR, VARCHAR) AS custom_fields
FROM member ORDER BY id

-- resource: notes
SELECT id,
       candidate_id,
       application_id,
       nullif(user_id, -1) AS user_id,
       type,
       subject,
       body,
       body AS body_with_tags,
       email_from,
       email_to,
       email_cc,
       NULL::VARCHAR AS email_attachment_file_names,
       visibility,
       NULL::VARCHAR AS import_hash,
       ts(created) AS created_at,
       ts(created) AS updated_at
FROM note ORDER BY id

-- resource: eeoc
SELECT id,
       application_id,
       candidate_id,
       ts(submitted) AS submitted_at,
       CASE WHEN race IS NOT NULL THEN {'id': length(race) % 9 + 1, 'description': race} END AS race,
       CASE WHEN gender IS NOT NULL THEN {'id': length(gender) % 4 + 1, 'description': gender} END AS gender,
       CASE WHEN veteran IS NOT NULL THEN {'id': length(veteran) % 3 + 1, 'description': veteran} END AS veteran_status,
       CASE WHEN disability IS NOT NULL THEN {'id': length(disability) % 3 + 1, 'description': disability} END AS disability_status
FROM self_identification ORDER BY id
