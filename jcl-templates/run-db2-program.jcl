//* ---
//* template: run-db2-program
//* purpose: Run a Db2 program of the application under DSN
//* parameters:
//*   step: { type: step-name }
//*   ssid: { type: subsystem }
//*   program: { type: program }
//*   plan: { type: program }
//*   loadLibrary: { type: data-set }
//*   parm: { type: text, max: 40, optional: true }
//*   dds: { type: dd-list, min: 0, max: 40 }
//* steps:
//*   - name: "{{ step }}"
//*     forbids:
//*       - { text: "DSNE100I", ddname: SYSTSPRT }
//*       - { text: "SQLCODE*-805" }
//* ---
//{{ step }} EXEC PGM=IKJEFT1B,DYNAMNBR=20,COND=(0,NE)
//STEPLIB  DD DISP=SHR,DSN={{ loadLibrary }}
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
{% for dd in dds %}
{% case dd.kind %}
{% when 'SYSOUT' %}
//{{ dd.name }} DD SYSOUT=*
{% when 'DUMMY' %}
//{{ dd.name }} DD DUMMY
{% when 'NEW' %}
//{{ dd.name }} DD DSN={{ dd.dsname }},
//             DISP=(NEW,CATLG,DELETE),UNIT=SYSDA,
//             SPACE=(TRK,(150,150),RLSE),
//             RECFM={{ dd.recfm }},LRECL={{ dd.lrecl }},BLKSIZE=0
{% else %}
//{{ dd.name }} DD DISP=SHR,DSN={{ dd.dsname }}
{% endcase %}
{% endfor %}
//SYSTSIN  DD *
  DSN SYSTEM({{ ssid }})
  RUN PROGRAM({{ program }}) PLAN({{ plan }}) -
{% if parm %}
      PARMS({{ parm }}) -
{% endif %}
      LIB('{{ loadLibrary }}')
  END
/*
