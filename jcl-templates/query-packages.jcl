//* ---
//* template: query-packages
//* purpose: Read which package versions Db2 has, with their consistency tokens
//* parameters:
//*   step: { type: step-name, default: QUERY }
//*   ssid: { type: subsystem }
//*   runLibrary: { type: data-set }
//*   plan: { type: program, default: DSNTEP2 }
//*   packages: { type: package-list, max: 100 }
//* repeatable: true
//* steps:
//*   - name: "{{ step }}"
//* ---
//{{ step }} EXEC PGM=IKJEFT01,DYNAMNBR=20
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSUDUMP DD DUMMY
//SYSTSIN  DD *
  DSN SYSTEM({{ ssid }})
  RUN PROGRAM(DSNTEP2) PLAN({{ plan }}) -
      LIB('{{ runLibrary }}') PARMS('/ALIGN(LHS)')
  END
/*
//SYSIN    DD *
{% for package in packages %}
SELECT COLLID, NAME, VERSION, HEX(CONTOKEN)
  FROM SYSIBM.SYSPACKAGE
 WHERE COLLID = '{{ package.collection }}'
   AND NAME = '{{ package.name }}';
{% endfor %}
/*
